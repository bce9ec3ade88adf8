/**
 * What a user would pick instead, each as a process of its own: a component on Whack and Tinder, and an echo that does
 * nothing but answer. Written as their manuals say, not to lose.
 */
package org.serverroster.bench.rival;
