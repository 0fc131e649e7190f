/// People, roles and tokens.
@NullMarked
package org.tessera.access.identity;

import org.jspecify.annotations.NullMarked;
