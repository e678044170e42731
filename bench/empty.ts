/**
 * Nothing: what the runtime alone costs.
 *
 * @module
 */
