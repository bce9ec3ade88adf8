/**
 * Asking with Smack: {@code TrustManager} asks over the wire, {@code LiveTrust} answers from a local copy of the roster.
 * Both send through the connection that they are given, which stays the caller's.
 */
package org.serverroster.client.smack;
