/// Commits resources, hands out versions and the ordered change log.
@NullMarked
package org.tessera.fhir.store;

import org.jspecify.annotations.NullMarked;
