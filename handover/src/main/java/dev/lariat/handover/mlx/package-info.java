/** The MLX program that trains what was trained. No other framework is known here. */
package dev.lariat.handover.mlx;
