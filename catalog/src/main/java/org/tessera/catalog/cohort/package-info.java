/// A cohort as criteria over patients and their entries, in JSON, in words and as statements.
@NullMarked
package org.tessera.catalog.cohort;

import org.jspecify.annotations.NullMarked;
