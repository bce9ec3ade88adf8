/**
 * Two servers, two services, two databases, and everything that can go wrong between them: what {@code
 * component/bin/faults} runs. A schedule made from a seed, those who carry it out, and the audit of what is left.
 */
package org.serverroster.testbed.faults;
