/// Builds what an approved researcher downloads.
@NullMarked
package org.tessera.access.pack;

import org.jspecify.annotations.NullMarked;
