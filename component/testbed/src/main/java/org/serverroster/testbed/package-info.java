/**
 * Real things under the control of a test or of the demo: XMPP servers, clients and components on loopback addresses, a
 * database, and the service as a process of its own. Everything is a foreground process in a folder that the caller
 * names, and ends with the caller's JVM, however that ends.
 */
package org.serverroster.testbed;
