/** An example of a program that asks a server roster, with the Tinder side of the client. The demo runs it. */
package org.serverroster.testbed.example;
