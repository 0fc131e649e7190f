/// Turns rule files into something that can be applied, or refuses them at start-up.
@NullMarked
package org.tessera.mappings;

import org.jspecify.annotations.NullMarked;
