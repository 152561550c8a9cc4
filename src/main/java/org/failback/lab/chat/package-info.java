/** Procedures of the database {@code lab} for the chat side, where the Lync model and T-SQL meet. */
package org.failback.lab.chat;
