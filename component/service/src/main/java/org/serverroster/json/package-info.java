/**
 * The writing of JSON (RFC 8259), for the health page and for the command line. Uses nothing but Java, and has no state:
 * any thread.
 */
package org.serverroster.json;
