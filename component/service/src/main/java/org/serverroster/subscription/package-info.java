/**
 * The nine states of a subscription and the 72 transitions between them (RFC 3921, section 9), as data.
 *
 * <p>Uses nothing but the JDK. Immutable; any thread.
 */
package org.serverroster.subscription;
