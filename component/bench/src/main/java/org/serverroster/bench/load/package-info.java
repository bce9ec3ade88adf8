/**
 * What plays the XMPP server, or a component, at the speed of bytes: prebuilt questions out, answers counted by a scan
 * that builds nothing. It has to cost far less than what it measures. Each link is of one thread; uses the JDK alone.
 */
package org.serverroster.bench.load;
