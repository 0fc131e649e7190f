/// The words of MIABIS as records.
@NullMarked
package org.tessera.catalog;

import org.jspecify.annotations.NullMarked;
