/// What people write of networks, biobanks, collections and datasets: nothing that can be counted.
@NullMarked
package org.tessera.catalog.description;

import org.jspecify.annotations.NullMarked;
