/// Takes in OHDSI Athena bundles: checks, loads, replaces and says what changed.
@NullMarked
package org.tessera.omop.athena;

import org.jspecify.annotations.NullMarked;
