/// The append-only record of who saw or decided what.
@NullMarked
package org.tessera.access.audit;

import org.jspecify.annotations.NullMarked;
