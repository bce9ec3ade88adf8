/**
 * The benchmark: whole paths of the service, as a process of its own, against what a user would pick instead, in the same
 * run and in turns. What counts are the ratios. One thread measures.
 */
package org.serverroster.bench;
