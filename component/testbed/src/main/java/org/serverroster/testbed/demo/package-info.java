/**
 * What {@code component/bin/demo} shows: two XMPP servers of two operators, each with a server roster of its own, whose
 * admins come to trust each other. The service is run through its launcher, as its operators run it.
 */
package org.serverroster.testbed.demo;
