/// What people write of networks, biobanks and collections: nothing that can be counted.
@NullMarked
package org.tessera.catalog.description;

import org.jspecify.annotations.NullMarked;
