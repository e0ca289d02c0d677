/** Who may do what: the login at an OpenID provider, roles, the local key, and the headers of every response. */
@NullMarked
package io.github.refundworker.ops.console.login;

import org.jspecify.annotations.NullMarked;
