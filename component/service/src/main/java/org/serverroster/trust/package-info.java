/**
 * Trust questions: what a local domain's roster says of another domain, for programs that share something only with
 * trusted peers. {@code Trust} is the judgement, a pure function of a snapshot; {@code TrustHandler} reads the question
 * and writes the answer. No lock, no database.
 */
package org.serverroster.trust;
