package org.serverroster.log;

import org.apache.logging.log4j.spi.LoggerContextFactory;
import org.apache.logging.log4j.spi.NoOpThreadContextMap;
import org.apache.logging.log4j.spi.Provider;

/** What log4j's API makes its loggers with, where the system property {@value Provider#PROVIDER_PROPERTY_NAME} names it. */
public final class LateProvider extends Provider {

    private final LateContext context = new LateContext();

    /** For log4j. */
    public LateProvider() {
        super(0, CURRENT_VERSION, LateContextFactory.class, NoOpThreadContextMap.class);
    }

    @Override
    public LoggerContextFactory getLoggerContextFactory() {
        return new LateContextFactory(context);
    }
}
