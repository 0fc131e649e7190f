/// The catalogues of others, read by the clock and shown beside this one.
@NullMarked
package org.tessera.catalog.harvest;

import org.jspecify.annotations.NullMarked;
