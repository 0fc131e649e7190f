/// Who may, and what they receive.
@NullMarked
package org.tessera.access;

import org.jspecify.annotations.NullMarked;
