/// Imaging datasets: a part of a collection that people describe, and what is counted of it.
@NullMarked
package org.tessera.catalog.dataset;

import org.jspecify.annotations.NullMarked;
