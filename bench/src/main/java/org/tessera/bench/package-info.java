/// Measures what the node promises about speed.
@NullMarked
package org.tessera.bench;

import org.jspecify.annotations.NullMarked;
