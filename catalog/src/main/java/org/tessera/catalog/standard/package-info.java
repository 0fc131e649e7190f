/// Tells of a collection in the vocabularies other catalogues harvest: HealthDCAT-AP, schema.org,
/// Croissant, DataCite.
@NullMarked
package org.tessera.catalog.standard;

import org.jspecify.annotations.NullMarked;
