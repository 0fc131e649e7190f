/// Change log to Lucene, rebuildable from zero.
@NullMarked
package org.tessera.catalog.index;

import org.jspecify.annotations.NullMarked;
