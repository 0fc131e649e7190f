/// The deliveries as a data manager sees them.
@NullMarked
package org.tessera.etl.web;

import org.jspecify.annotations.NullMarked;
