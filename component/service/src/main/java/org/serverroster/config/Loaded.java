package org.serverroster.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A configuration that can be used.
 *
 * @param file where it was read, absolute
 * @param warnings what its operator should look at, in the order of the file's sections
 */
public record Loaded(Path file, ServerRosterConfig config, List<Fault> warnings) {}
