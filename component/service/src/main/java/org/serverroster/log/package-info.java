/**
 * A log that lets a start go ahead: what is said before log4j is ready is kept, with its time, and said then. Uses nothing
 * but log4j's API; nobody but the start of the process knows that it is there.
 */
package org.serverroster.log;
