/** What we do to the chat pool, as cmdlets of the Lync Server Management Shell over WinRM. Knows step and estate. */
package org.failback.lync;
