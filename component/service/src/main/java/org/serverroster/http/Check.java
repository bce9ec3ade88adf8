package org.serverroster.http;

/**
 * One thing that readiness depends on. Immutable.
 *
 * @param name what it is
 * @param ok whether it is well
 * @param why if not, why, in words; else empty
 */
public record Check(String name, boolean ok, String why) {}
