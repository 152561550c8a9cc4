/** WS-Man with the shell resource over HTTPS, as far as WinRM clients need it: MS-WSMV, without CredSSP and PSRP. */
package org.failback.lab.winrm;
