/**
 * What an operator's tools ask: health, readiness and metrics over HTTP, and the meters behind the metrics interfaces
 * of {@code roster} and {@code stream}.
 *
 * <p>Uses {@code stream}, {@code roster}, {@code config}, {@code xmpp} and {@code json}. {@code HealthServer} owns a thread that
 * accepts and up to eight that answer ({@code http-N}); meters are set by the thread that does what is counted.
 */
package org.serverroster.http;
