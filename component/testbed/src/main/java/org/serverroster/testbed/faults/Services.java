package org.serverroster.testbed.faults;

import java.nio.file.Path;
import org.serverroster.testbed.ServiceProcess;

/** How a service is started: by its launcher, or from a class path. Called from several threads. */
@FunctionalInterface
public interface Services {

    /**
     * Starts one that runs until it is stopped or killed.
     *
     * @param name what it is, for messages
     * @param folder its working directory
     * @param configuration its configuration file
     */
    ServiceProcess start(String name, Path folder, Path configuration);
}
