/** The part of the T-SQL language that the lab understands: lexer, parser, control of flow, expressions, SELECT. */
package org.failback.lab.tsql;
