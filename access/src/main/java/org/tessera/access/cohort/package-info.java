/// Cohorts that people keep, share and come back to.
@NullMarked
package org.tessera.access.cohort;

import org.jspecify.annotations.NullMarked;
