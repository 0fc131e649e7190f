/// One delivery in, one report out.
@NullMarked
package org.tessera.etl;

import org.jspecify.annotations.NullMarked;
