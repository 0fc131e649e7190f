/// Gives de-identified instances on to other archives, by C-STORE or STOW-RS, and keeps a record of
/// what each has.
@NullMarked
package org.tessera.etl.imaging.forward;

import org.jspecify.annotations.NullMarked;
