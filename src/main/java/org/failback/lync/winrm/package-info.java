/** The wire to Windows: one PowerShell script, on one endpoint, within one deadline. Every javax import lives here. */
package org.failback.lync.winrm;
