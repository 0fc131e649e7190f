/// The one application: wires the houses, owns the home, speaks to the command line.
@NullMarked
package org.tessera.app;

import org.jspecify.annotations.NullMarked;
