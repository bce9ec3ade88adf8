/**
 * Asking with Tinder's packets, as in Openfire plugins and Whack components: {@code TrustQuestion} builds the IQ,
 * {@code TrustAnswer} reads what came back. Nothing here sends, waits or holds a thread.
 */
package org.serverroster.client.tinder;
