/** The server's side of NTLMv2 (MS-NLMP), for TDS and for WS-Man alike. */
package org.failback.lab.ntlm;
