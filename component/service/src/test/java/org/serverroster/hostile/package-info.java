/** What a hostile server or peer may send: a corpus, one file a case, and the tests that feed it to the service. */
package org.serverroster.hostile;
