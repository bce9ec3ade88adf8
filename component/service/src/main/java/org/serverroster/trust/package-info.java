/**
 * Trust questions: what a local domain's roster says of another domain, for programs that share something only with
 * trusted peers. {@code Trust} is the judgement, a pure function of a snapshot; {@code TrustHandler} reads the question
 * and writes the answer; {@code TrustShortcut} does the same in bytes for plain questions.
 *
 * <p>Uses {@code roster}, {@code config}, {@code stream} and {@code router}. The stream's reader thread answers, with no
 * lock and no database on the way.
 */
package org.serverroster.trust;
