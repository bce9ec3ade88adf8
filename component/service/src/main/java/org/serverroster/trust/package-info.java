/**
 * Trust questions: what a local domain's roster says of another domain, for programs that share something only with
 * trusted peers. {@code Trust} is the judgement, a pure function of a snapshot; {@code TrustHandler} reads the question
 * and writes the answer.
 *
 * <p>Uses {@code roster}, {@code config} and {@code router}. Immutable; the stream's reader thread answers, with no lock
 * and no database on the way.
 */
package org.serverroster.trust;
